/** What the tool takes (core/use-cases/take-capture.ts); the server looks again, at the bytes themselves. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];
const megabyte = 1_000_000;
export const maxPictureBytes: number = 20 * megabyte;

type GivenFile = Pick<File, 'name' | 'type' | 'size'>;

/** Why a file is not sent, and what to do instead. Its name and type are what the device says of it. */
export const whyRejected = ({ name, type, size }: GivenFile): string => {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (/hei[cf]/.test(type) || /^hei[cf]$/.test(ending)) {
    return 'HEIC pictures cannot be read here. Set the phone’s camera to Most Compatible (on an iPhone: Settings, Camera, Formats) and take it again, or send a screenshot of it.';
  }
  if (type === 'image/gif' || ending === 'gif')
    return 'Moving pictures cannot be used. Send a JPEG, PNG or WebP picture.';
  if (pictureTypes.includes(type) && size > maxPictureBytes) {
    return `It has ${Math.ceil(size / megabyte)} MB. Send one of at most ${maxPictureBytes / megabyte} MB.`;
  }
  return type.startsWith('image/') && type !== 'image/svg+xml'
    ? 'This kind of picture cannot be read here. Send a JPEG, PNG or WebP picture.'
    : 'This is not a picture. Send a JPEG, PNG or WebP picture.';
};
