"""What several wings use: telling people, relations and names of shops, the to-do list, photo checks, previews.

Offers other wings `naming`, `notify`, `objected`, `photo_checks`, `preview`, `relations`, `remarks`, `scope`, `seen`,
`spreading`, `stall_question`, `todo`.
"""
