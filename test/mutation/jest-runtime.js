const { default: Runtime } = require('jest-runtime');

/** Loads the CDK once a process and not once a mutant: it is what most of the time went into, and no mutant is in it. */
module.exports = class extends Runtime {
  requireModuleOrMock(from, moduleName) {
    return /^(aws-cdk-lib|constructs)(\/|$)/.test(moduleName) ? require(moduleName) : super.requireModuleOrMock(from, moduleName);
  }
};
