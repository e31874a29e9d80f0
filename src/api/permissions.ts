import { Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { reject } from '../private/validation';

/**
 * What functions allow: the stages of the API to invoke them. One permission for a function and a stage, as one for each method would
 * exceed the policy of a function, 20,480 bytes.
 */
export class FunctionPermissions {
  private readonly handlers = new Map<string, lambda.IFunction>();
  private readonly stages: { readonly stage: apigateway.Stage; readonly suffix: string }[] = [];

  constructor(private readonly scope: Construct, private readonly api: apigateway.RestApi) {}

  /** The suffix tells the ids of the permissions apart. */
  public addStage(stage: apigateway.Stage, suffix = ''): void {
    this.stages.push({ stage, suffix });
    this.handlers.forEach((handler, id) => this.permit(`${id}${suffix}`, handler, stage));
  }

  public addFunction(handler: lambda.IFunction): void {
    const id = `Invoke${Names.nodeUniqueId(handler.node)}`;
    if (!this.handlers.has(id)) {
      this.handlers.set(id, handler);
      this.stages.forEach(({ stage, suffix }) => this.permit(`${id}${suffix}`, handler, stage));
    }
  }

  private permit(id: string, handler: lambda.IFunction, stage: apigateway.Stage): void {
    handler.addPermission(id, {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      scope: this.api,
      sourceArn: this.api.arnForExecuteApi('*', '/*', stage.stageName),
    });
    if (!this.api.node.tryFindChild(id)) {
      reject(this.scope, 'CannotGrant', 'handler',
        `${handler.node.path} is an import whose account and Region are not known to be those of the API, so calls `
        + 'cannot be allowed: import it with Function.fromFunctionAttributes and sameEnvironment true');
    }
  }
}
