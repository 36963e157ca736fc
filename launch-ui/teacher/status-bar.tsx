import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { statusOrder } from '../status-pill.tsx';
import { statusBackgrounds } from './status-switch.tsx';

/** Shares of the statuses, at a glance. The words beside it say the same: never colour alone. */
export const StatusBar = ({ counts }: { readonly counts: Readonly<Record<Status, number>> }) => (
  <span
    aria-hidden
    style={{ display: 'flex', gap: 1, height: 8, maxWidth: '18rem', borderRadius: 4, overflow: 'hidden' }}
  >
    {statusOrder
      .filter((status) => counts[status] > 0)
      .map((status) => (
        <span key={status} style={{ flex: `${counts[status]} 0 3px`, background: statusBackgrounds[status] }} />
      ))}
  </span>
);
