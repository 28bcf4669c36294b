import { StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { DomainError, type FieldError } from '@app/domain';

type Issue = {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  code?: string;
  params?: { code?: string };
  keys?: string[];
};

/** Checks what comes in against the schema of its parameter; what does not fit is refused as a problem that names the places. */
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => new DomainError('invalid', 'Some fields are not as they should be.', issues.map(fieldError)) });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.type === 'query') refuseRepeated(value as Record<string, unknown>);
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (metadata.type !== 'param' || !(error instanceof DomainError)) throw error;
      throw new DomainError('invalid_parameter', `The address does not fit: ${metadata.data} ${error.errors?.[0]?.message ?? 'is wrong'}.`);
    }
  }

  /** Our schemas refuse unknown keys and name them, `__proto__` too; dropping it first would accept it in silence. */
  protected override stripProtoKeys(): void {}
}

function refuseRepeated(query: Record<string, unknown>): void {
  const repeated = Object.keys(query).find((name) => typeof query[name] !== 'string');
  if (repeated) throw new DomainError('invalid_parameter', `The parameter ${repeated} occurs more than once.`);
}

function fieldError(issue: Issue): FieldError {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  if (issue.code === 'unrecognized_keys' && issue.keys?.length) path.push(issue.keys[0]!);
  const code = issue.params?.code ?? issue.code;
  const pointer = path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { pointer, ...(code && { code }), message: issue.message };
}
