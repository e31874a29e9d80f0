const { TestEnvironment } = require('jest-environment-node');

/** Ends with the first test that fails: jest's own bail ends with the file. */
module.exports = class extends TestEnvironment {
  async handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') {
      this.noticed = true;
    } else if (event.name === 'test_start' && this.noticed) {
      event.test.mode = 'skip';
    }
  }
};
