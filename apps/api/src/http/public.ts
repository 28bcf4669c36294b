import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'public';

/** Opens a route to everybody. All others are closed. */
export const Public = () => SetMetadata(PUBLIC, true);
