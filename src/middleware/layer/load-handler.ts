import { existsSync, readFileSync } from 'fs';
import { createRequire } from 'module';
import { basename, dirname, join, resolve } from 'path';
import { pathToFileURL } from 'url';
import { AnyHandler } from '../wrapping/wrapped';

/** Handlers that Node.js 24 and newer load are ES modules first; what loads older ones knows `require` first. */
const [major] = process.versions.node.split('.').map(Number);

/** An error as Lambda's own runtime makes it, so that what is searched for in logs is the same. */
function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name: `Runtime.${name}` });
}

/** The file of the runtime, from where it looks for a module that is in no file of the function. */
const requireOfRuntime = () => createRequire(existsSync(process.argv[1] ?? '') ? process.argv[1] : join(process.cwd(), 'index.js'));

/** The module that the runtime would load, by the same way. */
async function loadModule(root: string, directory: string, name: string): Promise<unknown> {
  const file = resolve(root, directory, name);
  const required = requireOfRuntime();
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const path = file + extension;
    if (existsSync(path)) {
      const isModule = extension === '.mjs' || extension === '.js' && isInModulePackage(dirname(path));
      const module = isModule || major >= 24 ? await import(pathToFileURL(path).href) : required(path);
      if (module) {
        return module;
      }
    }
  }
  return required(required.resolve(name, { paths: [root, join(root, directory)] }));
}

/** Whether the nearest package.json says that its .js files are ES modules. */
function isInModulePackage(directory: string): boolean {
  const path = join(directory, 'package.json');
  if (basename(directory) !== 'node_modules' && existsSync(path)) {
    try {
      return JSON.parse(readFileSync(path, 'utf8')).type === 'module';
    } catch {
      return false;
    }
  }
  return directory !== dirname(directory) && basename(directory) !== 'node_modules' && isInModulePackage(dirname(directory));
}

/** What `a.b` names within a module, or within its default export. */
function exported(module: any, path: string): unknown {
  const within = (start: unknown) => path.split('.').reduce<any>((value, key) => value?.[key], start);
  return within(module) ?? within(module?.default);
}

interface HandlerName { readonly directory: string; readonly name: string; readonly path: string }

/** The parts of `directory/name.path`, with the runtime's errors for what is none. */
function parsed(handler: string): HandlerName {
  if (handler.includes('..')) {
    throw runtimeError('MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const file = basename(handler);
  const [, name, path] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (name === undefined) {
    throw runtimeError('MalformedHandlerName', 'Bad handler');
  }
  return { directory: handler.slice(0, -file.length), name, path };
}

function handlerOf(module: unknown, path: string, handler: string): AnyHandler {
  const found = exported(module, path);
  if (typeof found !== 'function') {
    throw runtimeError('HandlerNotFound', `${handler} is ${found ? 'not a function' : 'undefined or not exported'}`);
  }
  return found as AnyHandler;
}

/** The user's handler, found as the runtime finds it, and with its errors when it is not to be found. */
export async function load(root: string, handler: string): Promise<AnyHandler> {
  const { directory, name, path } = parsed(handler);
  return handlerOf(await loadModule(root, directory, name), path, handler);
}

/** The same at once, for a handler that is no ES module. Undefined for one that is. */
export function loadCommonJs(root: string, handler: string): AnyHandler | undefined {
  const { directory, name, path } = parsed(handler);
  const file = resolve(root, directory, name);
  const extension = ['', '.js', '.mjs', '.cjs'].find((one) => existsSync(file + one));
  if (extension === '.mjs' || extension === '.js' && isInModulePackage(dirname(file))) {
    return undefined;
  }
  const required = requireOfRuntime();
  const found = extension === undefined ? required.resolve(name, { paths: [root, join(root, directory)] }) : file + extension;
  return handlerOf(required(found), path, handler);
}
