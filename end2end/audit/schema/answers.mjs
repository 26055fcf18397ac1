// The stand-in's answers beside Stripe's published schema.

import ts from 'typescript';

import { choices, isText, named, operationOf } from './published.mjs';

/** How an answer differs from what Stripe's schema says it holds: sentences, each with a place. */
export function differencesOf(schema, method, path, answer) {
  const { answer: type, list } = operationOf(schema, method, path);
  const items = list ? answer.data : [answer];
  return items.flatMap((item) => differences(schema.checker, type, item, item.object));
}

function differences(checker, type, value, at) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  const options = choices(type);
  const wrong = () => [`${at}: ${JSON.stringify(value)} is not ${named(checker, type)}`];
  if (value === null) return options.some((one) => one.flags & ts.TypeFlags.Null) ? [] : wrong();
  if (typeof value !== 'object') return options.some((one) => isOf(one, value)) ? [] : wrong();
  if (Array.isArray(value)) {
    const list = options.find((one) => checker.isArrayType(one));
    return list ? value.flatMap((one) => differences(checker, checker.getTypeArguments(list)[0], one, `${at}[]`)) : wrong();
  }
  const objects = options.filter((one) => one.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) && !checker.isArrayType(one));
  const tries = objects.map((one) => memberDifferences(checker, one, value, at)).sort((a, b) => a.length - b.length);
  return tries[0] ?? wrong();
}

function isOf(type, value) {
  if (typeof value === 'number') return Boolean(type.flags & ts.TypeFlags.Number);
  if (typeof value === 'boolean') return type.intrinsicName === String(value);
  return type.isStringLiteral() ? type.value === value : isText(type);
}

function memberDifferences(checker, type, value, at) {
  const [index] = checker.getIndexInfosOfType(type);
  const there = Object.entries(value).flatMap(([name, one]) => {
    const property = type.getProperty(name);
    const known = property ? checker.getTypeOfSymbol(property) : index?.type;
    return known ? differences(checker, known, one, `${at}.${name}`) : [`${at}.${name}: Stripe has no such member`];
  });
  const missing = checker
    .getPropertiesOfType(type)
    .filter((one) => !(one.flags & ts.SymbolFlags.Optional) && !(one.name in value))
    .map((one) => `${at}.${one.name}: it is missing`);
  return [...there, ...missing];
}
