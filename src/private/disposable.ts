import { RemovalPolicy } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { reject, shown } from './validation';

/** The context by which an app, a stack or any other part of the tree says that what it stores may be deleted with its stack. */
const DISPOSABLE = 'cdk-hardened:disposable';

/** Why a control of retention is relaxed. */
export const IS_DISPOSABLE = `disposable is true, or the context ${DISPOSABLE}, so it is deleted with its stack, and what it holds.`;

/** Says it for a construct and all below it. Call it before it has children: context cannot follow them. */
export function setDisposable(construct: IConstruct, disposable: boolean | undefined): void {
  if (disposable !== undefined) {
    construct.node.setContext(DISPOSABLE, disposable);
  }
}

/** The command line gives texts. */
export function isDisposable(scope: IConstruct): boolean {
  const value: unknown = scope.node.tryGetContext(DISPOSABLE) ?? false;
  if (!['true', 'false'].includes(String(value))) {
    reject(scope, 'UnknownValue', `context ${DISPOSABLE}`, `must be true or false, got ${shown(value)}`);
  }
  return String(value) === 'true';
}

/** The removal policy of what stores something: a first deployment that fails leaves nothing behind, and nothing else deletes it. */
export const retention = (scope: IConstruct): RemovalPolicy =>
  isDisposable(scope) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
