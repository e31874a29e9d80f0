import { WAF_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes } = intentions(WAF_CONTROLS);
