const row = (cells) => `| ${cells.join(' | ')} |`;

/** A Markdown table; every column but the first is for numbers. */
export const table = (head, rows) => [row(head), row(head.map((_, i) => (i ? '--:' : '---'))), ...rows.map(row)].join('\n');
