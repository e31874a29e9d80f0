import { SECRETS_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes } = intentions(SECRETS_CONTROLS);
