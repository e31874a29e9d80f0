// What the layer of AWS's distribution of OpenTelemetry requires for CommonJS handlers before Node.js 24
require('@aws/aws-distro-opentelemetry-node-autoinstrumentation/register');
