import { API_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes } = intentions(API_CONTROLS);
