/** How much is kept: table, pictures, reports. May be hours old where a service counts for us. */
export interface StorageMeter {
  bytes(): Promise<number>;
}
