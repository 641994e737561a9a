/** What the log says when the registry changes; whoever reads the log for it compares with these. */
export const REGISTRY_LOADED = 'registry loaded';
/** The registry is the one in service again, so that nothing is loaded. */
export const REGISTRY_MENDED = 'registry mended; it is the one in service';
export const REGISTRY_REFUSED = 'registry refused; the last good one serves on';
