/** What an upload says about its file, and what tells after a reload which file it was. */
export const uploadIdentity = {
  of: ({ name, type, lastModified }: File) => ({ filename: name, filetype: type, lastModified: String(lastModified) }),
  read: (metadata: Record<string, string>) => ({ name: metadata.filename ?? '', lastModified: Number(metadata.lastModified) }),
};
