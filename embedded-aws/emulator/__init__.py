"""ministack, with the CloudFormation resource types that it lacks and cdk-hardened needs."""
