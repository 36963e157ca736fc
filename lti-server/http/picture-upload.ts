import type { NextFunction, Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { MusterError } from '../../core/errors.ts';
import { maxCaptureBytes } from '../../core/use-cases/take-capture.ts';

/** Kept in memory: a picture is cleaned before a byte of it is stored anywhere. File names are never used. */
const upload = (files: number) =>
  multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxCaptureBytes, files, fields: 10, fieldSize: 10_000 },
  });

const asMusterError = (error: unknown): MusterError =>
  error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE'
    ? new MusterError('IMAGE_TOO_LARGE', { maximum: maxCaptureBytes })
    : new MusterError('REQUEST_INVALID', { field: 'file' }, { cause: error });

const refusing =
  (parser: RequestHandler): RequestHandler =>
  (req: Request, res: Response, next: NextFunction) => {
    void parser(req, res, (error?: unknown) =>
      next(error === undefined || error === null ? undefined : asMusterError(error)),
    );
  };

/** multipart/form-data with one picture in `file`. @throws MusterError IMAGE_TOO_LARGE, REQUEST_INVALID */
export const oneFile: RequestHandler = refusing(upload(1).single('file'));

/** The same with up to `count` pictures, each in a field `file`. */
export const severalFiles = (count: number): RequestHandler => refusing(upload(count).array('file', count));
