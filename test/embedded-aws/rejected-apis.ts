import { api, att, ref, role } from './resources';
import { Rejection } from './suite';

const code = 'exports.handler = async () => ({ statusCode: 200, body: "" })';
const { Stage, ...withoutStage } = api(code);
const logging = {
  ...Stage,
  Properties: { ...Stage.Properties, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }] },
};
const accessLog = {
  ...Stage,
  Properties: {
    ...Stage.Properties,
    AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:0:log-group:a', Format: '$context.requestId' },
  },
};
const path = (PathPart: string) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { RestApiId: ref('Api'), ParentId: att('Api', 'RootResourceId'), PathPart },
});

/** Templates of APIs that CloudFormation rolls back on AWS. */
export const API_REJECTIONS: Rejection[] = [
  {
    claim: 'a deployment of an API without methods',
    page: 'API Gateway API: CreateDeployment',
    resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: ref('Api') } },
    },
    says: /doesn't contain any methods/,
  },
  {
    claim: 'execution logs in an account whose role for them is not set',
    page: 'API Gateway: Set up CloudWatch logging for REST APIs',
    resources: { ...withoutStage, Stage: logging },
    says: /CloudWatch Logs role ARN must be set/,
  },
  {
    claim: 'access logs in an account whose role for them is not set',
    page: 'API Gateway: Set up CloudWatch logging for REST APIs',
    resources: { ...withoutStage, Stage: accessLog },
    says: /CloudWatch Logs role ARN must be set/,
  },
  {
    claim: 'a role for logs that API Gateway cannot assume',
    page: 'API Gateway: Set up CloudWatch logging for REST APIs',
    resources: { Role: role(), Account: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: att('Role', 'Arn') } } },
    says: /grant trust permission/,
  },
  {
    claim: 'a second stage of the same name',
    page: 'API Gateway API: CreateStage',
    resources: { ...withoutStage, Stage, Again: { ...Stage, DependsOn: ['Stage'] } },
    says: /already exists/,
  },
  {
    claim: 'a second variable under the same path',
    page: 'API Gateway API: CreateResource',
    resources: { ...api(code), One: path('{id}'), Other: { ...path('{orderId}'), DependsOn: ['One'] } },
    says: /already has a variable path part/,
  },
  {
    claim: 'a required header whose name has a space',
    page: 'API Gateway: Parameter mapping',
    resources: api(code, { RequestParameters: { 'method.request.header.X Bad': true } }),
    says: /Invalid mapping expression/,
  },
  {
    claim: 'a stage name with a dot',
    page: 'API Gateway API: CreateStage',
    resources: { ...withoutStage, Stage: { ...Stage, Properties: { ...Stage.Properties, StageName: 'v1.0' } } },
    says: /Stage name/,
  },
];
