import { writeFileSync } from 'fs';
import { join } from 'path';
import { controlsPage } from './controls-page';
import { findingsPage } from './findings-page';
import { guardRules } from './guard/rules-file';
import { permissionsPage } from './permissions-page';

const docs = join(__dirname, '..', 'docs');
writeFileSync(join(docs, 'controls.md'), controlsPage());
writeFileSync(join(docs, 'accepted-findings.md'), findingsPage());
writeFileSync(join(docs, 'permissions.md'), permissionsPage());
writeFileSync(join(docs, '..', 'guard', 'cdk-hardened.guard'), guardRules());
