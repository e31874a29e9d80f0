import { SECRETS_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes, retains } = intentions(SECRETS_CONTROLS);
