/** Marks short texts as ours, and knows the mark again: they travel through a platform where people can edit them. */
export interface LinkSeal {
  /** 22 characters of base64url: 128 bits of a keyed hash. */
  make(text: string): string;
  holds(text: string, seal: string): boolean;
}
