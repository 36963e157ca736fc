import { Button, RadioInput, RadioInputGroup, TextInput } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { draft, type Platform, type PlatformKind } from '../../lti-server/http/api-schema/admin.ts';
import { ask } from '../api/client.ts';
import { PageHead } from '../shell/page-states.tsx';
import { PlatformProblem } from './platform-problem.tsx';
import { Allowed } from './rights.tsx';

const kinds: readonly (readonly [PlatformKind, string])[] = [
  ['canvas-hosted', 'Canvas, hosted by Instructure'],
  ['canvas-selfhosted', 'Canvas on a server of your own'],
  ['moodle', 'Moodle'],
  ['other', 'Another LMS with LTI 1.3'],
];

const environments = [
  ['production', 'Production'],
  ['beta', 'Beta'],
  ['test', 'Test'],
] as const;
type Environment = (typeof environments)[number][0];

const noUrls = { site: '', issuer: '', authUrl: '', tokenUrl: '', jwksUrl: '' };
type Urls = typeof noUrls;

const labels: Readonly<Record<keyof Urls, string>> = {
  site: 'Address of the site, for example https://lms.school.example',
  issuer: 'Issuer (platform id)',
  authUrl: 'Authorisation (OIDC login) URL',
  tokenUrl: 'Token URL',
  jwksUrl: 'Key set (JWKS) URL',
};

const fieldsOf: Readonly<Record<PlatformKind, readonly (keyof Urls)[]>> = {
  'canvas-hosted': [],
  'canvas-selfhosted': ['site', 'issuer'],
  moodle: ['site'],
  other: ['issuer', 'authUrl', 'tokenUrl', 'jwksUrl'],
};

const platformOf = (kind: PlatformKind, environment: Environment, urls: Urls): Platform => {
  switch (kind) {
    case 'canvas-hosted':
      return { kind, environment };
    case 'canvas-selfhosted':
      return { kind, site: urls.site, issuer: urls.issuer.trim() === '' ? null : urls.issuer };
    case 'moodle':
      return { kind, site: urls.site };
    case 'other': {
      const { issuer, authUrl, tokenUrl, jwksUrl } = urls;
      return { kind, product: 'other', issuer, authUrl, tokenUrl, jwksUrl, tokenAudience: null };
    }
  }
};

/** Self-hosted Canvas alone may leave it out: it is Instructure's then, as shipped. */
const isOptional = (kind: PlatformKind, field: keyof Urls) => kind === 'canvas-selfhosted' && field === 'issuer';

/** Begins a registration by hand; its own page then shows what to enter in the LMS. */
export const AddPage = () => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [kind, setKind] = useState<PlatformKind>('canvas-hosted');
  const [environment, setEnvironment] = useState<Environment>('production');
  const [name, setName] = useState('');
  const [urls, setUrls] = useState(noUrls);
  const begin = useMutation({
    mutationFn: () => ask(draft, 'POST', '/admin/drafts', { name, platform: platformOf(kind, environment, urls) }),
    onSuccess: (begun) => {
      void cache.invalidateQueries({ queryKey: ['admin', 'registrations'] });
      cache.setQueryData(['admin', 'draft', begun.id], begun);
      void navigate(`/admin/drafts/${begun.id}`, { replace: true });
    },
  });
  return (
    <>
      <PageHead
        title="Add an LMS by hand"
        lead="First say which one it is. Then you get every address to enter there, and bring back its client id."
      />
      <Allowed verb="change-registration">
        <form
          style={{ display: 'grid', gap: '1.25rem', maxWidth: '36rem' }}
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate();
          }}
        >
          <TextInput
            renderLabel="Name, as you want to see it in the list"
            value={name}
            isRequired
            maxLength={100}
            onChange={(_, value) => setName(value)}
          />
          <RadioInputGroup
            name="kind"
            description="Which LMS is it?"
            value={kind}
            onChange={(_, value) => setKind(value as PlatformKind)}
          >
            {kinds.map(([value, label]) => (
              <RadioInput key={value} value={value} label={label} />
            ))}
          </RadioInputGroup>
          {kind === 'canvas-hosted' && (
            <RadioInputGroup
              name="environment"
              description="Which of its environments?"
              value={environment}
              onChange={(_, value) => setEnvironment(value as Environment)}
            >
              {environments.map(([value, label]) => (
                <RadioInput key={value} value={value} label={label} />
              ))}
            </RadioInputGroup>
          )}
          {fieldsOf[kind].map((field) => (
            <TextInput
              key={field}
              type="url"
              renderLabel={isOptional(kind, field) ? 'Issuer, if lti_iss was changed' : labels[field]}
              value={urls[field]}
              isRequired={!isOptional(kind, field)}
              maxLength={500}
              onChange={(_, value) => setUrls({ ...urls, [field]: value })}
            />
          ))}
          {begin.isError && <PlatformProblem error={begin.error} />}
          <div>
            <Button type="submit" color="primary" interaction={begin.isPending ? 'disabled' : 'enabled'}>
              Show me what to enter
            </Button>
          </div>
        </form>
      </Allowed>
    </>
  );
};
