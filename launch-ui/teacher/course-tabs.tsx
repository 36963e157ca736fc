import { View } from '@instructure/ui';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';

const tabs = [
  ['/app', 'Sessions'],
  ['/app/people', 'People and reports'],
  ['/app/gradebook', 'Gradebook'],
  ['/app/settings', 'Settings'],
] as const;

/** The four places of a course. Links, so that each has an address and the back button works. */
export const CourseTabs = ({ children }: { readonly children: ReactNode }) => (
  <>
    <View as="nav" aria-label="Course pages" display="block" margin="0 0 medium" borderWidth="0 0 small 0">
      <ul
        style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem 1.25rem', listStyle: 'none', margin: 0, padding: 0 }}
      >
        {tabs.map(([path, name]) => (
          <li key={path}>
            <NavLink
              to={path}
              end
              style={({ isActive }) => ({
                display: 'inline-block',
                padding: '0.5rem 0',
                color: isActive ? '#273540' : '#0E68B3',
                textDecoration: 'none',
                fontWeight: isActive ? 700 : 400,
                borderBottom: isActive ? '3px solid #0E68B3' : '3px solid transparent',
              })}
            >
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </View>
    {children}
  </>
);
