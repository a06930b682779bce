// A chat as Socket.IO's documentation builds it: rooms, and every message saved before it is sent on.
const { createServer } = require("node:http");
const Database = require("better-sqlite3");
const { Server } = require("socket.io");

const database = new Database(process.env.CHAT_DB);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = NORMAL");
database.exec(`
  CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, room TEXT NOT NULL, author TEXT NOT NULL,
    body TEXT NOT NULL, sent_at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS messages_room ON messages (room);
`);
const insert = database.prepare("INSERT INTO messages (room, author, body, sent_at) VALUES (?, ?, ?, ?)");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => {
  socket.on("join", (room, done) => {
    socket.join(room);
    socket.data.room = room;
    done(true);
  });
  socket.on("message", ({ user, body }) => {
    const { room } = socket.data;
    if (!room) return;
    const sentAt = Date.now();
    const { lastInsertRowid } = insert.run(room, user, body, sentAt);
    io.to(room).emit("message", { id: Number(lastInsertRowid), room, user, body, sent_at: sentAt });
  });
});
http.listen(Number(process.env.PORT), "127.0.0.1");
