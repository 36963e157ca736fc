/** What is answered instead of a result: `type` is the `__type` by which an SDK finds its typed error. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

export const invalidParameter = (message = 'Request has invalid parameters') =>
  new Fault('InvalidParameterException', message);

export const notFound = (message: string) => new Fault('ResourceNotFoundException', message);

export const conflict = (message: string) => new Fault('ConflictException', message);

export const noFaces = () => invalidParameter('There are no faces in the image. Should be at least 1.');

export const serverFault = () => new Fault('InternalServerError', 'The service cannot answer now.', 500);
