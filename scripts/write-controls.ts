import { writeFileSync } from 'fs';
import { join } from 'path';
import { controlsPage } from './controls-page';

writeFileSync(join(__dirname, '..', 'docs', 'controls.md'), controlsPage());
