/**
 * Who chose a model. `routed`: the router; `control`: nobody, the control group goes to the strongest model; `explored`: chance,
 * so that the router's choices can be judged by others'; `challenger`: the second registry of an experiment.
 */
export const ARMS = ['routed', 'control', 'explored', 'challenger'] as const;

export type Arm = (typeof ARMS)[number];
