/** A picture as it is kept: JPEG, upright, colour sRGB, no EXIF and no GPS. */
export interface CleanPicture {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Longest side of what came in divided by the longest side of what is kept, at least 1. */
  readonly scale: number;
  /** SHA-256 of what came in, hex. */
  readonly hash: string;
}

/** Reads what people upload. Untrusted bytes: the type is found from the content, never from the name. */
export interface PictureReader {
  /**
   * @throws MusterError IMAGE_TOO_LARGE, IMAGE_TYPE_UNSUPPORTED, IMAGE_UNREADABLE, IMAGE_ANIMATED, IMAGE_TOO_SMALL
   */
  clean(bytes: Uint8Array): Promise<CleanPicture>;
  /** The part of a kept picture inside the box (fractions) widened by the margin, as JPEG, at most `side` pixels. */
  crop(
    jpeg: Uint8Array,
    box: import('../biometrics/identification.ts').Box,
    margin: number,
    side: number,
  ): Promise<Uint8Array>;
}
