import { Heading, View } from '@instructure/ui';

export const Steps = ({ title, steps }: { readonly title: string; readonly steps: readonly string[] }) => (
  <View as="section" margin="large 0 0" display="block">
    <Heading as="h2" level="h3" margin="0 0 small">
      {title}
    </Heading>
    <ol style={{ margin: 0, paddingInlineStart: '1.25rem', display: 'grid', gap: '0.5rem', maxWidth: '45rem' }}>
      {steps.map((step) => (
        <li key={step} style={{ overflowWrap: 'anywhere' }}>
          {step}
        </li>
      ))}
    </ol>
  </View>
);
