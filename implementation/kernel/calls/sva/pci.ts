import { hotplugThreads } from '../../pci/hotplug-threads.ts';
import { goesOn, type SystemCalls } from '../call.ts';
import { hotplug } from './hotplug.ts';

export const pciCalls: SystemCalls = { hotplug, 'continue-hotplug': goesOn(hotplugThreads) };
