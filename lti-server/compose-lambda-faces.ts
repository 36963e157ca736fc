import type { Table } from '../connectors/table.ts';
import { MusterError } from '../core/errors.ts';
import type { FaceGallery } from '../core/ports/face-gallery.ts';
import type { LambdaConfig } from './config-lambda.ts';
import type { LambdaSecrets } from './lambda-secrets.ts';
import type { Telemetry } from './lambdas/observed.ts';

export interface LambdaFacesDeps {
  readonly config: LambdaConfig<'MUSTER_STAGE'>;
  readonly table: Table;
  readonly secrets: () => Promise<LambdaSecrets>;
  readonly telemetry: Telemetry;
}

/** A stage's collections are its own: the roles of its functions reach no others (infrastructure/roles.yml). */
const rekognition = async ({ config, telemetry }: LambdaFacesDeps): Promise<FaceGallery> => {
  const { logger, metrics, tracing } = telemetry;
  const [{ rekognitionClient }, { rekognitionFaceGallery }, { countThrottling }, { faceLooks }] = await Promise.all([
    import('../connectors/rekognition/client.ts'),
    import('../connectors/rekognition/face-gallery.ts'),
    import('../connectors/rekognition/count-throttling.ts'),
    import('../connectors/embedded/face-looks.ts'),
  ]);
  const { AWS_REGION: region, REKOGNITION_ENDPOINT: endpoint, FACES_MATCH: match, FACES_REVIEW: review } = config;
  const client = rekognitionClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  const grouping = faceLooks(async () => {
    const { createEngine } = await import('../face-engine/index.ts');
    return createEngine();
  });
  return rekognitionFaceGallery(await tracing.calls(countThrottling(client, metrics)), {
    prefix: `muster-${config.MUSTER_STAGE}-`,
    thresholds: { match, review },
    looks: grouping.looks,
    onUse: (use) => logger.info(use, 'rekognition calls'),
    onUngrouped: (error) => logger.warn({ err: error }, 'faces of several photographs could not be grouped'),
  });
};

/** A model of the institution's own; vectors are kept in the table, encrypted. */
const sagemaker = async ({ config, table, secrets, telemetry }: LambdaFacesDeps): Promise<FaceGallery> => {
  const { SAGEMAKER_ENDPOINT: name, AWS_REGION: region } = config;
  if (name === undefined) throw new MusterError('UNAVAILABLE', { port: 'gallery', missing: 'SAGEMAKER_ENDPOINT' });
  const [{ sagemakerClient }, { sagemakerEngine }, { embeddedFaceGallery }, { templateStore }, { secretKeyVault }] =
    await Promise.all([
      import('../connectors/sagemaker/client.ts'),
      import('../connectors/sagemaker/engine.ts'),
      import('../connectors/embedded/face-gallery.ts'),
      import('../connectors/embedded/template-store.ts'),
      import('../connectors/embedded/key-vault.ts'),
    ]);
  const engine = sagemakerEngine(await telemetry.tracing.calls(sagemakerClient({ region })), name);
  const vault = secretKeyVault(await secrets(), 'muster face templates');
  return embeddedFaceGallery(engine, templateStore(table, vault), engine.describe);
};

/** What recognises on AWS. The one place where an engine is chosen there. */
export const openLambdaGallery = (deps: LambdaFacesDeps): Promise<FaceGallery> =>
  deps.config.FACES === 'sagemaker' ? sagemaker(deps) : rekognition(deps);
