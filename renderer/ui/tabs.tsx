import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly key: string; readonly title: ReactNode; readonly body: ReactNode }[];
}

/** A few sides of one thing, one at a time. What must be read before going on never hides behind a tab. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <AriaTabs className="tabs">
      <TabList aria-label={label} className="tab-list">
        {tabs.map(({ key, title }) => (
          <Tab key={key} id={key} className="tab" data-name={`tab-${key}`}>
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ key, body }) => (
        <TabPanel key={key} id={key} className="tab-panel">
          {body}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
