/** The element that has the focus when a row of the inbox is the current one. */
export const rowLinkId = (id: number) => `irregularity-${id}`;

/** The field for the note of the one that is open. */
export const noteFieldId = 'irregularity-note';
