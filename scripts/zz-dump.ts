import { Template } from 'aws-cdk-lib/assertions';
import { BUILDERS } from '../test/support/evidence';
import { stackWith } from '../test/support/synth';
process.stdout.write(JSON.stringify(Template.fromStack(stackWith((s) => BUILDERS[process.argv[2]](s))).toJSON()));
