// Requests as the stand-in logged them (`/_sandbox/requests`) beside Stripe's published schema.

import ts from 'typescript';

import { choices, isText, named, operationOf } from './published.mjs';

/** What Stripe would not understand in a request: sentences that begin with the parameter's name. */
export function problemsOf(schema, { method, path, params }) {
  const operation = operationOf(schema, method, path);
  if (!operation) return [`${method} ${path} is no address of Stripe's`];
  const { expand = {}, ...rest } = params;
  const unexpandable = Object.values(expand).filter((path) => !canExpand(schema.checker, operation, path));
  const beside = operation.params ? problems(schema.checker, operation.params, rest, '') : unknown(Object.keys(rest));
  return [...beside, ...unexpandable.map((path) => `expand: ${path} cannot be expanded`)];
}

/** Whether the schema knows a parameter, written `line_items[price_data][currency]`: lists aside. */
export function knows(schema, verb, path, parameter) {
  let types = [operationOf(schema, verb, path).params];
  for (const name of parameter.split(/[[\]]+/).filter(Boolean)) {
    types = types.flatMap(choices).flatMap((type) => itemOf(schema.checker, type) ?? type);
    const property = types.map((type) => type.getProperty(name)).find(Boolean);
    if (!property) return false;
    types = [schema.checker.getTypeOfSymbol(property)].flatMap(choices);
  }
  return true;
}

const unknown = (names) => names.map((name) => `${name}: there is no such parameter`);

/** A form has only text and what is nested; a type says what the text must look like. */
function problems(checker, type, value, at) {
  const options = choices(type);
  if (typeof value === 'string') {
    return options.some((one) => reads(one, value)) ? [] : [`${at}: ${JSON.stringify(value)} is not ${named(checker, type)}`];
  }
  const tries = options.flatMap((one) => {
    const item = itemOf(checker, one);
    if (item) return [listProblems(checker, item, value, at)];
    return one.flags & ts.TypeFlags.Object ? [mapProblems(checker, one, value, at)] : [];
  });
  const [best = [`${at}: it is not ${named(checker, type)}`]] = tries.sort((a, b) => a.length - b.length);
  return best;
}

function itemOf(checker, type) {
  return checker.isArrayType(type) ? checker.getTypeArguments(type)[0] : undefined;
}

function reads(type, text) {
  if (type.isStringLiteral()) return type.value === text;
  if (type.flags & ts.TypeFlags.Null) return text === '';
  if (type.flags & ts.TypeFlags.Number) return /^-?\d+(\.\d+)?$/.test(text);
  if (type.flags & ts.TypeFlags.BooleanLiteral) return type.intrinsicName === text;
  return isText(type);
}

function listProblems(checker, item, value, at) {
  return Object.entries(value).flatMap(([index, one]) =>
    /^\d+$/.test(index) ? problems(checker, item, one, `${at}[${index}]`) : [`${at}[${index}]: a list has no names`],
  );
}

function mapProblems(checker, type, value, at) {
  const below = (name) => (at ? `${at}[${name}]` : name);
  const [index] = checker.getIndexInfosOfType(type);
  const sent = Object.entries(value).flatMap(([name, one]) => {
    const property = type.getProperty(name);
    const known = property ? checker.getTypeOfSymbol(property) : index?.type;
    return known ? problems(checker, known, one, below(name)) : unknown([below(name)]);
  });
  const missing = checker
    .getPropertiesOfType(type)
    .filter((one) => !(one.flags & ts.SymbolFlags.Optional) && !(one.name in value))
    .map((one) => `${below(one.name)}: it is required`);
  return [...sent, ...missing];
}

/** `data.source` and the like: each step is a member, the last one names an object by its id. */
function canExpand(checker, { answer, list }, path) {
  const steps = path.split('.');
  if (list && steps.shift() !== 'data') return false;
  let types = [answer];
  for (const step of steps) {
    const property = types.flatMap(choices).map((type) => type.getProperty(step)).find(Boolean);
    if (!property) return false;
    types = choices(checker.getTypeOfSymbol(property)).flatMap((type) => itemOf(checker, type) ?? type);
  }
  return types.flatMap(choices).some((type) => type.getProperty('object'));
}
