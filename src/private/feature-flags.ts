import { IConstruct } from 'constructs';

/** The CDK feature flags that change what our constructs create, each at the value that `cdk init` gives new apps. */
const FLAGS = {
  // access logs are permitted by the bucket's policy: an ACL cannot be set on a bucket that its owner alone controls
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  // the account-wide role is ours, and not made a second time
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  // two methods of an API may share the same validation
  '@aws-cdk/aws-apigateway:requestValidatorUniqueId': true,
  // what is attached to a secret adds to the one policy that the secret has
  '@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments': true,
  // a log group is ours, with a retention, and not created by a custom resource
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
};

/** Makes the construct's template the same whatever flags its app has set. Call it first: context cannot follow children. */
export function pinFeatureFlags(construct: IConstruct): void {
  for (const [flag, value] of Object.entries(FLAGS)) {
    construct.node.setContext(flag, value);
  }
}
