/** What may be taken out without any rule noticing, and why: of a place in a template, as mutants are named. */
export interface AllowedSurvivor {
  readonly at: RegExp;
  readonly why: string;
}

const functions = '(Web|Identify|Publish|SyncDashroster|Report|Realtime|Retain|Authorizer|Health|AlarmDashtest)';
const roles = '(Web|Identify|Publish|SyncRoster|Report|Realtime|Retain|Authorizer|Health|AlarmTest)Role';

export const allowedSurvivors: readonly AllowedSurvivor[] = [
  { at: /\.(Description|Comment|Sid|CustomData)$/, why: 'words for whoever reads it' },
  { at: /\.Tags(\.|$)/, why: 'a tag: stacks are tagged as a whole' },
  {
    at: /^(\w+Role\.RoleName|\w+(Queue|DeadLetters)\.QueueName|\w+Topic\.TopicName|AdminPool\.UserPoolName|AdminClient\.ClientName|ReportsUsagePlan\.UsagePlanName|MonthlyBudget\.Budget\.BudgetName|(HttpApi|RealtimeApi|OriginKeySeed|Firewall|TestBuild|DeployBuild|Pipeline)\.Name)$/,
    why: 'a name: CloudFormation makes one up, and everything else refers to the resource',
  },
  { at: /\.(Rules\.\d+\.Id|LogFilePrefix)$/, why: 'a name within a bucket’s own rules and logs' },
  { at: /^ServerlessDeploymentBucketPolicy(\.|$)/, why: 'the framework’s own, which always makes it: TLS only' },
  {
    at: new RegExp(`^(${functions}LambdaFunction|HttpApiRoute\\w+|\\w+EventSourceMapping\\w+)\\.DependsOn$`),
    why: 'the framework’s own; what must be there first is referred to besides, or made by AWS when it is missing',
  },
  {
    at: new RegExp(`^${functions}LambdaFunction\\.Code\\.S3(Bucket|Key)$`),
    why: 'AWS refuses a function without code',
  },
  { at: /\.Variables\.MUSTER_LOG_LEVEL$/, why: 'functions take the same when they are told nothing' },
  { at: /EvConf\.DestinationConfig$/, why: 'the framework’s own, and empty' },
  {
    at: new RegExp(`^${roles}\\.ManagedPolicyArns$`),
    why: 'empty where there is no network; with one a rule asks for it',
  },
  { at: /\.ReceiveMessageWaitTimeSeconds$/, why: 'Lambda, the one that receives, waits as long as it likes' },
  { at: /CorsConfiguration\.(CorsRules\.0\.)?MaxAge$/, why: 'how long browsers need not ask again' },
  {
    at: /\.Origins\.\d+\.S3OriginConfig\.OriginAccessIdentity$/,
    why: 'empty with an access control; CloudFront refuses an origin without it',
  },
  { at: /^BackupPlan\.BackupPlan\.BackupPlanRule\.0\.\w+WindowMinutes$/, why: 'hours of grace of AWS Backup' },
  {
    at: /^(Table\.Replicas\.\d+\.ContributorInsightsSpecification|PublishQueue\.ContentBasedDeduplication|AdminPool\.Policies\.PasswordPolicy\.RequireSymbols|AppHeaders\..*\.IncludeSubdomains|Trail\.(IsMultiRegionTrail|IncludeGlobalServiceEvents))$/,
    why: 'off, as it is for AWS when it is not said',
  },
  {
    at: /^(Key\.PendingWindowInDays|Nat[AB]Address\.Domain|MonthlyBudget\..*\.ThresholdType)$/,
    why: 'as AWS takes it when it is not said',
  },
];
