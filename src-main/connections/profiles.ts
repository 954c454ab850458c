import type { Profile, StoredSettings } from '../settings.ts'

/** The configured servers as they are kept, in the order in which they were added. */
export function createProfiles(settings: StoredSettings) {
  const all = () => settings.get().profiles
  return {
    all,
    find: (id: string): Profile | undefined => all().find((profile) => profile.id === id),
    keep(profile: Profile): void {
      const isKnown = all().some(({ id }) => id === profile.id)
      const profiles = all().map((each) => (each.id === profile.id ? profile : each))
      settings.change({ profiles: isKnown ? profiles : [...profiles, profile] })
    },
    /** What the users view showed of it goes too. */
    remove(id: string): void {
      const views = Object.entries(settings.get().views).filter(([connection]) => connection !== id)
      settings.change({ profiles: all().filter((profile) => profile.id !== id), views: Object.fromEntries(views) })
    },
  }
}
