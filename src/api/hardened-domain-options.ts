import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';

/**
 * Options of a custom domain name of a HardenedApi.
 */
export interface HardenedDomainOptions {
  /**
   * The domain name, such as `api.example.com`, in lower case.
   */
  readonly domainName: string;

  /**
   * The certificate of the domain name, in the Region of the API; in us-east-1 for an edge-optimized API.
   */
  readonly certificate: acm.ICertificate;

  /**
   * The path below which the API is: `v1` for `https://api.example.com/v1/orders`.
   *
   * @default - the root of the domain
   */
  readonly basePath?: string;

  /**
   * The certificates that clients must have. Regional APIs only. A bypass would remain with the address that API Gateway gives, so it
   * must be disabled.
   *
   * @default - clients need no certificate
   */
  readonly mtls?: apigateway.MTLSConfig;

  /**
   * Whether the address that API Gateway gives stays, beside the domain name: for clients that still use it. `url` of the construct is
   * that address.
   *
   * @default false
   */
  readonly executeApiEndpoint?: boolean;
}
