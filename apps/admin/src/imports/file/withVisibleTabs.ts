/** Text with an arrow at each tab, which would be taken for spaces otherwise. */
export const withVisibleTabs = (text: string) => text.replace(/\t/g, '\u2192\t');
