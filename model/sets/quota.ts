/** The quotas that a trace can ask for. */
export const quotas = ['1', '2', '3', '4'] as const;
