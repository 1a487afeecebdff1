import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Whose JSON it is: scan and check share the report, apply and unapply theirs. */
export type SchemaName = 'report' | 'resolve' | 'update' | 'apply';

const validators = {
  report: compile('report'),
  resolve: compile('resolve'),
  update: compile('update'),
  apply: compile('apply'),
} as const;

/** What schema/NAME.schema.json has against a value; empty when it is valid. */
export function schemaErrors(value: unknown, name: SchemaName = 'report'): readonly string[] {
  const validate = validators[name];
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function compile(name: SchemaName): ReturnType<Ajv2020['compile']> {
  const url = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  return new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(url, 'utf8')),
  );
}
