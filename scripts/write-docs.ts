import { writeFileSync } from 'fs';
import { join } from 'path';
import { controlsPage } from './controls-page';
import { findingsPage } from './findings-page';
import { guardRules } from './guard/rules-file';
import { middlewareReadme } from './headers-table';
import { messagesPage } from './messages-page';
import { permissionsPage } from './permissions-page';

const docs = join(__dirname, '..', 'docs');
writeFileSync(join(docs, 'controls.md'), controlsPage());
writeFileSync(join(docs, 'accepted-findings.md'), findingsPage());
writeFileSync(join(docs, 'messages.md'), messagesPage());
writeFileSync(join(docs, 'permissions.md'), permissionsPage());
writeFileSync(join(docs, '..', 'src', 'middleware', 'README.md'), middlewareReadme());
writeFileSync(join(docs, '..', 'guard', 'cdk-hardened.guard'), guardRules());
