import { IConstruct } from 'constructs';

/** The CDK feature flags that change what our constructs make, each at the value that `cdk init` gives new apps. */
const FLAGS = {
  // access logs are permitted by the bucket's policy: an ACL cannot be set on a bucket that its owner alone controls
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  // the account-wide role is made only when asked for
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  // two methods of an API may ask for the same validation
  '@aws-cdk/aws-apigateway:requestValidatorUniqueId': true,
  // a log group is ours, with a retention, and not made by a custom resource
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
};

/** Makes the construct's template the same whatever flags its app has set. Call it first: context cannot follow children. */
export function pinFeatureFlags(construct: IConstruct): void {
  for (const [flag, value] of Object.entries(FLAGS)) {
    construct.node.setContext(flag, value);
  }
}
