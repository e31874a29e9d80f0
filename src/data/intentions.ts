import { DATA_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes, retains } = intentions(DATA_CONTROLS);
