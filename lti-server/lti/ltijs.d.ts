/** The part of ltijs 5.9.9 that provider.ts uses; @types/ltijs describes version 4. */
declare module 'ltijs' {
  import type { Express, NextFunction, Request, Response } from 'express';

  export interface LtijsDatabase {
    setup(): Promise<boolean>;
    Close(): Promise<boolean>;
    Get(key: string | false, collection: string, query?: object): Promise<object[] | false>;
    Insert(key: string | false, collection: string, item: object, index?: object): Promise<boolean>;
    Replace(key: string | false, collection: string, query: object, item: object, index?: object): Promise<boolean>;
    Modify(key: string | false, collection: string, query: object, modification: object): Promise<boolean>;
    Delete(collection: string, query: object): Promise<boolean>;
  }

  export interface LtijsProvider {
    readonly app: Express;
    setup(
      secret: string,
      database: { plugin: LtijsDatabase },
      options: {
        appRoute: string;
        loginRoute: string;
        keysetRoute: string;
        dynRegRoute: string;
        ltiaas: true;
        cors: false;
        devMode: false;
        tokenMaxAge: number | false;
        cookies: { secure: boolean; sameSite: string };
        serverAddon(app: Express): void;
      },
    ): LtijsProvider;
    onConnect(callback: (token: object, req: Request, res: Response, next: NextFunction) => Promise<void>): void;
    onDeepLinking(callback: (token: object, req: Request, res: Response, next: NextFunction) => Promise<void>): void;
    onInvalidToken(callback: (req: Request, res: Response) => Promise<void>): void;
    onSessionTimeout(callback: (req: Request, res: Response) => Promise<void>): void;
  }

  export const Provider: LtijsProvider;
}
