/** What the explorer opens on: one question across five subgraphs. */
export const defaultQuery = `# Objective 13: which workstreams serve it, who
# leads them, what did the regions last report,
# what has the Network said about it?
# Reports, statements and asks are empty until
# the first is published. Press the play button.
query Objective13 {
  objective(id: "objective-13") {
    number
    title { text language isFallback }
    workstreams(first: 10) {
      totalCount
      edges {
        node {
          id
          status
          title { text }
          timeFrame { kind latest words { text } }
          leads { party { ...PartyName } }
          participants { party { ...PartyName } }
          activities(first: 10) { totalCount edges { node { number text { text } } } }
          latestReports(first: 10) {
            edges {
              node {
                unit {
                  ... on RegionalNetwork { id name { text } }
                }
                published { status narrative { text language } publishedAt }
              }
            }
          }
        }
      }
    }
    organizations(first: 20) {
      totalCount
      edges { node { acronym name { text } } }
    }
    statements(first: 10) {
      totalCount
      edges { node { id title { text } issuedAt } }
    }
    asks(first: 10) {
      edges { node { text { text } } }
    }
  }
}

fragment PartyName on Party {
  ... on Organization { id acronym name { text } }
  ... on Body { id name { text } }
  ... on NamedRole { role name { text } }
}
`;
