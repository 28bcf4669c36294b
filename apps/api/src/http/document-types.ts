import type { OpenAPIObject } from '@nestjs/swagger';

// @nestjs/swagger exports the type of the whole document only.
export type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;
export type Components = NonNullable<OpenAPIObject['components']>;
export type Reference = Extract<Operation['responses'][string], { $ref: string }>;
export type Answer = Exclude<NonNullable<Operation['responses'][string]>, Reference>;
export type Header = Exclude<NonNullable<Answer['headers']>[string], Reference>;
export type MediaType = NonNullable<Answer['content']>[string];
export type Schema = Exclude<NonNullable<MediaType['schema']>, Reference>;
export type Parameter = Exclude<NonNullable<Operation['parameters']>[number], Reference>;
export type Body = Exclude<NonNullable<Operation['requestBody']>, Reference>;
