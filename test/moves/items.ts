import { join } from 'path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EncryptedTable, HardenedApi, SecureLambda } from '../../src';

/** An application in the shape of many: a table, a function for each method of an API, and no more than the CDK does by itself. */

/** The code of one stack. */
const codeOfHandlers = () => lambda.Code.fromAsset(join(__dirname, 'handlers'));
const runtime = lambda.Runtime.NODEJS_22_X;
const partitionKey = { name: 'itemId', type: dynamodb.AttributeType.STRING };

/** The functions by their ids: what they handle, and whether they write. */
const ROUTES = [
  { id: 'ListItems', handler: 'items.list', method: 'GET', path: '/items', writes: false },
  { id: 'CreateItem', handler: 'items.create', method: 'POST', path: '/items', writes: true },
  { id: 'GetItem', handler: 'items.get', method: 'GET', path: '/items/{id}', writes: false },
  { id: 'RemoveItem', handler: 'items.remove', method: 'DELETE', path: '/items/{id}', writes: true },
] as const;

/** As it was written, with the constructs of the CDK. */
export function plain(stack: Stack): void {
  const code = codeOfHandlers();
  const table = new dynamodb.Table(stack, 'Items', { partitionKey, removalPolicy: RemovalPolicy.DESTROY });
  const api = new apigateway.RestApi(stack, 'Api', { restApiName: 'Items', endpointTypes: [apigateway.EndpointType.REGIONAL] });
  const items = api.root.addResource('items');
  const item = items.addResource('{id}');
  for (const { id, handler, method, path } of ROUTES) {
    const fn = new lambda.Function(stack, id, { code, handler, runtime, environment: { TABLE_NAME: table.tableName } });
    table.grantReadWriteData(fn);
    (path === '/items' ? items : item).addMethod(method, new apigateway.LambdaIntegration(fn));
  }
}

/** The same with ours, and the same ids: callers are authorized by IAM from now on. */
export function hardened(stack: Stack): void {
  const code = codeOfHandlers();
  const items = new EncryptedTable(stack, 'Items', { partitionKey });
  const api = new HardenedApi(stack, 'Api', { restApiName: 'Items' });
  for (const { id, handler, method, path, writes } of ROUTES) {
    const fn = new SecureLambda(stack, id, { code, handler, runtime, outsideVpc: true, environment: { TABLE_NAME: items.tableName } });
    writes ? items.grantReadWrite(fn) : items.grantRead(fn);
    api.addRoute(method, path, fn.function);
  }
}

/** The stack of one of the two. */
export function stackOf(build: (stack: Stack) => void): Stack {
  const stack = new Stack(new App(), 'Items');
  build(stack);
  return stack;
}
