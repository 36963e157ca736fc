import { Select } from '@instructure/ui';
import { useState } from 'react';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** As many as one looks through; typing narrows them. */
const mostShown = 20;

const matching = (people: readonly Person[], typed: string): readonly Person[] => {
  const wanted = typed.trim().toLocaleLowerCase();
  return people.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).slice(0, mostShown);
};

/** Anybody of the roster, found by typing: for a face that is none of its candidates. */
export const SomebodyElse = ({
  label,
  people,
  onChoose,
}: {
  readonly label: string;
  readonly people: readonly Person[];
  readonly onChoose: (member: string) => void;
}) => {
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(true);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const found = matching(people, typed);
  const move = (id: string | undefined, direction: 1 | -1 | undefined) => {
    if (direction === undefined) return setHighlighted(id ?? null);
    const index = found.findIndex((person) => person.id === highlighted);
    setHighlighted(found[index + direction]?.id ?? highlighted);
  };
  return (
    <Select
      renderLabel={label}
      assistiveText="Type a part of the name; use arrow keys to move through the names."
      placeholder="Type a part of the name"
      inputValue={typed}
      inputRef={(input) => {
        if (input !== null && document.activeElement === document.body) input.focus();
      }}
      isShowingOptions={isOpen}
      onInputChange={(_, value) => {
        setTyped(value);
        setOpen(true);
        setHighlighted(matching(people, value)[0]?.id ?? null);
      }}
      onRequestShowOptions={() => setOpen(true)}
      onRequestHideOptions={() => setOpen(false)}
      onRequestHighlightOption={(_, { id, direction }) => move(id, direction)}
      onRequestSelectOption={(_, { id }) => {
        if (people.some((person) => person.id === id) && id !== undefined) onChoose(id);
      }}
    >
      {found.length === 0 ? (
        <Select.Option id="nobody" isDisabled>
          Nobody of that name
        </Select.Option>
      ) : (
        found.map(({ id, name }) => (
          <Select.Option key={id} id={id} isHighlighted={id === highlighted}>
            {name}
          </Select.Option>
        ))
      )}
    </Select>
  );
};
