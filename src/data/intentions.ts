import { DATA_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes } = intentions(DATA_CONTROLS);
