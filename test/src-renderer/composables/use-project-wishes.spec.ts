import { expect, test } from 'vitest'
import { useProjectWishes } from '../../../src-renderer/composables/use-project-wishes.ts'

const facts = {
  ...{ users: 5, ofRoleUser: 4, organizations: [{ id: 'o', name: 'O', users: 5 }] },
  projects: [
    { id: 'all', name: 'All', users: 4 },
    { id: 'some', name: 'Some', users: 1 },
  ],
}

test('what some have goes round: all, none, as it is', () => {
  const { toggle, edit, notes, chosen } = useProjectWishes(() => facts)
  expect([...chosen.value]).toEqual(['all'])
  expect(notes.value.get('some')).toBe('1 of 4')
  expect(edit.value).toBeNull()
  toggle('some')
  expect(edit.value).toEqual({ kind: 'projects', add: ['some'], remove: [] })
  toggle('some')
  expect(edit.value).toEqual({ kind: 'projects', add: [], remove: ['some'] })
  toggle('some')
  expect(edit.value).toBeNull()
})

test('what all have is taken away, what nobody has is added, and both are taken back', () => {
  const { toggle, edit } = useProjectWishes(() => facts)
  toggle('all')
  toggle('none')
  expect(edit.value).toEqual({ kind: 'projects', add: ['none'], remove: ['all'] })
  toggle('all')
  toggle('none')
  expect(edit.value).toBeNull()
})

test('an exact choice begins with what all have and what was added', () => {
  const { toggle, setMode, edit, notes } = useProjectWishes(() => facts)
  toggle('none')
  setMode('exact')
  expect(edit.value).toEqual({ kind: 'setProjects', projects: ['all', 'none'] })
  expect(notes.value.size).toBe(0)
  toggle('all')
  expect(edit.value).toEqual({ kind: 'setProjects', projects: ['none'] })
})
